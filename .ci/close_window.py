"""Waits for the window on the screen $DISPLAY, and closes it as its close button would.

There is no window manager on a virtual screen, so the request is sent by hand.
"""

import ctypes
import sys
import time

x = ctypes.CDLL("libX11.so.6")
window = ctypes.c_ulong
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = window
x.XInternAtom.restype = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", window),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),
    ]


display = ctypes.c_void_p(x.XOpenDisplay(None))


# A window may go while it is being asked about.
ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
x.XSetErrorHandler(ignore)


def find():
    """A window of some size that can be asked to close."""
    root, parent, count = window(), window(), ctypes.c_uint()
    children, protocols = ctypes.POINTER(window)(), ctypes.POINTER(ctypes.c_ulong)()
    screen = window(x.XDefaultRootWindow(display))
    x.XQueryTree(display, screen, *map(ctypes.byref, (root, parent, children, count)))
    for child in map(window, children[: count.value]):
        size = [ctypes.c_uint() for _ in range(6)]
        x.XGetGeometry(display, child, ctypes.byref(root), *map(ctypes.byref, size))
        found = ctypes.c_int()
        x.XGetWMProtocols(display, child, ctypes.byref(protocols), ctypes.byref(found))
        if found.value and size[2].value >= 640:
            return child.value
    return None


found, end = None, time.monotonic() + 60
while found is None or found != find():
    if time.monotonic() > end:
        sys.exit("no window came up")
    found = find()
    time.sleep(2)
print("the window is there; closing it")
message = ClientMessage(33, 0, 1, display, found, format=32)
message.message_type = x.XInternAtom(display, b"WM_PROTOCOLS", 0)
message.data[0] = x.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
x.XSendEvent(display, window(found), 0, ctypes.c_long(0), ctypes.byref(message))
x.XSync(display, 0)
