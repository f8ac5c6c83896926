"""The CUDA C++ of a set of ops: their kernels, and the two programs on the GPU that run them.

`steps` takes many training steps in one launch. It runs in one block of threads, which wait for one
another between two instructions, so that a small network pays no launch for each of them. `wide`
runs one instruction in as many blocks as are wanted; it is there for ops whose threads need not
wait for one another. Both read the same table of bound instructions (see `native.table`), in which
the number of the op stands where the native executor has a function's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.executors.cuda.kinds import ArrayKind, Kind, Scalar, Untranslatable, c_type
from playground.engine.executors.cuda.translation import Functions
from playground.engine.executors.native.signature import signature_of
from playground.engine.graph import LEARNING_RATE, STEP
from playground.engine.ops import OPS

# Threads of the block that takes steps.
LANES = 256

# The places of the frame that `steps` is called with; each a 64-bit integer, arrays by address.
(
    TABLE,  # for whole batches
    REST_TABLE,  # for an epoch's last one, which may be smaller
    WIDTH,  # words a row of a table
    COMPUTE,  # the number of the first instruction of the update
    ALL,  # how many instructions there are
    CONTROL,
    ORDER,  # row numbers
    BOUNDS,  # where in the order each batch begins, and the last one ends
    ROWS,  # of whole batches
    WANTED,  # steps to be taken, over all launches
    RATES,  # of each step, or 0
    LOSS,
    INPUTS,  # for each: where its data lie, where a batch of it belongs, numbers a row
    INPUT_COUNT,
    PROGRESS,  # steps taken; then 1 if the loss was not finite
    LAST_LOSS,
) = range(16)
FRAME_WORDS = 16
INPUT_WORDS = 3

_ATTRIBUTES: dict[type, Kind] = {int: Scalar.WORD, float: Scalar.REAL, np.float64: Scalar.DOUBLE}


@dataclass(frozen=True)
class Source:
    """What is compiled.

    Attributes:
        text: CUDA C++.
        numbers: each op's number in a table; ops that could not be put into CUDA C++ have none.
        wide: the ops that may run in many blocks.
        refused: why some ops have no number.
    """

    text: str
    numbers: dict[str, int]
    wide: frozenset[str]
    refused: dict[str, str]


def source_of(ops: Sequence[str], dtype: np.dtype[np.generic]) -> Source:
    """The source for these ops, by name, in a dtype."""
    functions = Functions()
    entries: list[str] = []
    numbers: dict[str, int] = {}
    wide: set[str] = set()
    refused: dict[str, str] = {}
    for name in sorted(ops):
        try:
            entry, waits = _entry(name, functions)
        except Untranslatable as error:
            refused[name] = str(error)
            continue
        entries.append(entry)
        numbers[name] = len(numbers)
        if not waits:
            wide.add(name)
    real = "float" if dtype == np.float32 else "double"
    text = "\n".join(
        [
            f"typedef {real} real;",
            _PRELUDE,
            functions.text,
            *entries,
            _switch("run", numbers, numbers),
            _switch("run_wide", numbers, wide),
            _PROGRAMS,
        ]
    )
    return Source(text, numbers, frozenset(wide), refused)


def _entry(name: str, functions: Functions) -> tuple[str, bool]:
    """What calls an op's kernel on a row of the table, and whether its lanes wait."""
    kernel = OPS[name].kernel
    if kernel is None:
        raise Untranslatable("it has no kernel")
    signature = signature_of(kernel)
    kinds: list[Kind] = []
    arguments: list[str] = []
    at = 1
    for parameter in signature.arrays:
        of = Scalar.DOUBLE if parameter.control else Scalar.REAL
        kind = ArrayKind(parameter.rank, of)
        kinds.append(kind)
        arguments.append(f"{c_type(kind)}::read(row + {at})")
        at += 1 + parameter.rank
    for _, attribute in signature.attributes:
        kind_of_attribute = _ATTRIBUTES[attribute]
        kinds.append(kind_of_attribute)
        number = f"row[{at}]" if attribute is int else f"exact(row + {at})"
        arguments.append(f"({c_type(kind_of_attribute)}){number}")
        at += 1
    function = functions.of(kernel, kinds, shared=True)
    call = f"{function.name}({', '.join([*arguments, 'lane', 'lanes'])});"
    head = f"__device__ __noinline__ void op_{name}(const word* row, word lane, word lanes)"
    return f"{head} {{ {call} }}", function.waits


def _switch(
    name: str, numbers: dict[str, int], ops: Sequence[str] | set[str] | dict[str, int]
) -> str:
    cases = [
        f"case {number}: op_{op}(row, lane, lanes); break;"
        for op, number in numbers.items()
        if op in ops
    ]
    head = f"__device__ __noinline__ void {name}(const word* row, word lane, word lanes) {{"
    return "\n".join([head, "switch (row[0]) {", *cases, "}", "}"])


_PRELUDE = """
typedef long long word;
#define INFINITE ((real)(1e308 * 10.0))

// An array seen with R axes, wherever it lies.
template <class T, int R> struct View {
  T* at;
  word shape[R];
  word apart[R];

  // A contiguous one: its address, then its extents.
  static __device__ View read(const word* row) {
    View found;
    found.at = (T*)row[0];
    word apart = 1;
    for (int axis = R - 1; axis >= 0; --axis) {
      found.shape[axis] = row[1 + axis];
      found.apart[axis] = apart;
      apart *= found.shape[axis];
    }
    return found;
  }
};

__device__ inline double exact(const word* place) { return *(const double*)place; }

template <class T, int R> __device__ inline word size(const View<T, R>& x) {
  word count = 1;
  for (int axis = 0; axis < R; ++axis) count *= x.shape[axis];
  return count;
}

template <class T, int R> __device__ inline View<T, 1> as_flat(const View<T, R>& x) {
  return View<T, 1>{x.at, {size(x)}, {1}};
}

template <class T, int R>
__device__ inline View<T, 2> as_matrix(const View<T, R>& x, word rows, word columns) {
  return View<T, 2>{x.at, {rows, columns}, {columns, 1}};
}

template <class T, int R>
__device__ inline View<T, 3> as_cube(const View<T, R>& x, word a, word b, word c) {
  return View<T, 3>{x.at, {a, b, c}, {b * c, c, 1}};
}

template <class T, int R>
__device__ inline View<T, 1> part(const View<T, R>& x, word start, word count) {
  return View<T, 1>{x.at + start, {count}, {1}};
}

template <class T>
__device__ inline View<T, 2> block(
    const View<T, 2>& x, word row, word rows, word column, word columns) {
  return View<T, 2>{
      x.at + row * x.apart[0] + column * x.apart[1], {rows, columns}, {x.apart[0], x.apart[1]}};
}

// Integers as in Python: a product wraps round quietly, a quotient is rounded down.
__device__ inline word times(word a, word b) {
  return (word)((unsigned long long)a * (unsigned long long)b);
}

__device__ inline word quotient(word a, word b) {
  if (((a | b) >> 32) == 0) return (word)((unsigned int)a / (unsigned int)b);
  word down = a / b;
  return (a % b != 0 && ((a < 0) != (b < 0))) ? down - 1 : down;
}

__device__ inline word remainder_of(word a, word b) { return a - quotient(a, b) * b; }

__device__ inline word extent(word begin, word end) { return end > begin ? end - begin : 0; }

#define OF_ONE_NUMBER(name) \\
  __device__ inline float name##_of(float x) { return name##f(x); } \\
  __device__ inline double name##_of(double x) { return name(x); }
OF_ONE_NUMBER(exp)
OF_ONE_NUMBER(expm1)
OF_ONE_NUMBER(log)
OF_ONE_NUMBER(log1p)
OF_ONE_NUMBER(tanh)
OF_ONE_NUMBER(sin)
OF_ONE_NUMBER(cos)
OF_ONE_NUMBER(erf)
OF_ONE_NUMBER(sqrt)

__device__ inline float size_of(float x) { return fabsf(x); }
__device__ inline double size_of(double x) { return fabs(x); }
__device__ inline word size_of(word x) { return x < 0 ? -x : x; }

__device__ inline void wait_for_all() { __syncthreads(); }

// The sum of every lane's number, the same for all: always added up in the same order.
__device__ double together(double own, word lane, word lanes) {
  __shared__ double sums[1024];
  wait_for_all();
  sums[lane] = own;
  wait_for_all();
  for (word apart = 1; apart < lanes; apart *= 2) {
    if (lane % (2 * apart) == 0 && lane + apart < lanes) sums[lane] += sums[lane + apart];
    wait_for_all();
  }
  return sums[0];
}

// out = a b, or added to it; a or b may be turned. Every lane makes whole numbers of the result.
template <bool turn_a, bool turn_b, bool add>
__device__ void product(
    const View<real, 2>& out, const View<real, 2>& a, const View<real, 2>& b, word lane,
    word lanes) {
  const word columns = out.shape[1], depth = a.shape[turn_a ? 0 : 1];
  const word step_a = a.apart[turn_a ? 0 : 1], step_b = b.apart[turn_b ? 1 : 0];
  for (word k = lane; k < out.shape[0] * columns; k += lanes) {
    const word i = quotient(k, columns), j = remainder_of(k, columns);
    const real* left = a.at + i * a.apart[turn_a ? 1 : 0];
    const real* right = b.at + j * b.apart[turn_b ? 0 : 1];
    real total = 0;
    for (word d = 0; d < depth; ++d) total += left[d * step_a] * right[d * step_b];
    real* place = out.at + i * out.apart[0] + j * out.apart[1];
    *place = add ? *place + total : total;
  }
}
"""

_PROGRAMS = f"""
// The rows that the order names, side by side.
__device__ void gather(const word* input, const word* order, word rows, word lane, word lanes) {{
  const real* data = (const real*)input[0];
  real* target = (real*)input[1];
  const word width = input[2];
  for (word k = lane; k < rows * width; k += lanes) {{
    target[k] = data[order[quotient(k, width)] * width + remainder_of(k, width)];
  }}
}}

// At most `most` further steps; what is left to be done is in the frame.
extern "C" __global__ void steps(const word* frame, word most) {{
  const word lane = threadIdx.x, lanes = blockDim.x;
  double* control = (double*)frame[{CONTROL}];
  const double* rates = (const double*)frame[{RATES}];
  const real* loss = (const real*)frame[{LOSS}];
  const word* inputs = (const word*)frame[{INPUTS}];
  word* progress = (word*)frame[{PROGRESS}];
  double* last_loss = (double*)frame[{LAST_LOSS}];
  const word* bounds = (const word*)frame[{BOUNDS}];
  const word width = frame[{WIDTH}];
  word taken = progress[0];
  bool finite = progress[1] == 0;
  const word end = taken + most < frame[{WANTED}] ? taken + most : frame[{WANTED}];
  wait_for_all();
  while (finite && taken < end) {{
    const word rows = bounds[taken + 1] - bounds[taken];
    const word* order = (const word*)frame[{ORDER}] + bounds[taken];
    const word* table = (const word*)frame[rows == frame[{ROWS}] ? {TABLE} : {REST_TABLE}];
    if (rates && lane == 0) control[{LEARNING_RATE}] = rates[taken];
    for (word n = 0; n < frame[{INPUT_COUNT}]; ++n) {{
      gather(inputs + n * {INPUT_WORDS}, order, rows, lane, lanes);
    }}
    wait_for_all();
    for (word n = 0; n < frame[{COMPUTE}]; ++n) {{
      run(table + n * width, lane, lanes);
      wait_for_all();
    }}
    const real found = *loss;
    finite = found - found == 0;
    if (!finite) break;
    for (word n = frame[{COMPUTE}]; n < frame[{ALL}]; ++n) {{
      run(table + n * width, lane, lanes);
      wait_for_all();
    }}
    if (lane == 0) {{
      *last_loss = found;
      control[{STEP}] += 1;
    }}
    ++taken;
    wait_for_all();
  }}
  if (lane == 0) {{
    progress[0] = taken;
    progress[1] = finite ? 0 : 1;
  }}
}}

extern "C" __global__ void wide(const word* row) {{
  run_wide(
      row, (word)blockIdx.x * blockDim.x + threadIdx.x, (word)gridDim.x * blockDim.x);
}}
"""
