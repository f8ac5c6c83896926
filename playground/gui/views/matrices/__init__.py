"""The matrices view: a network as neurons, and beneath it as the products that it is.

`overview` draws the network small, `board` one layer large. What the board shows of a layer is a
`Scene`; which kind of scene a layer has is said in `exhibits`, where others are added.
"""
