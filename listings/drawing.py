"""The batches of a loss of examples, drawn by the program itself as the house draws them."""

from __future__ import annotations

from data import Batches, Order

HEAD = '''
def batches(n, size, seed, updates):
    """Which examples each update sees, as lists of their places{says}."""
    per_epoch = -(-n // size)
    epochs = -(-updates // per_epoch)
'''
WORDS = """
    # Raw words of a counter-based generator are the same in every release of NumPy.
    key = np.array([seed, 1], dtype=np.uint64)
    words = np.random.Philox(key=key).random_raw(epochs * n).reshape(epochs, n)
"""
ORDERS = {
    Order.RESHUFFLED: '    orders = np.argsort(words, axis=1, kind="stable")',
    Order.REPLACED: "    orders = (words >> np.uint64(32)) * np.uint64(n) >> np.uint64(32)",
    Order.FIXED: "    orders = np.broadcast_to(np.arange(n), (epochs, n))",
}
SAYS = {
    Order.RESHUFFLED: ": in a new order every epoch",
    Order.REPLACED: ": each drawn from all of them",
    Order.FIXED: ": in the order of the data, every epoch",
}
TAIL = """
    drawn = [
        order[low : low + size].astype(int) for order in orders for low in range(0, n, size)
    ]
    return drawn[:updates]
"""


def batches_text(batches: Batches, n: int, steps: int) -> str:
    """``BATCHES``, one array of places per update."""
    parts = [HEAD.strip("\n").format(says=SAYS[batches.order])]
    if batches.order is not Order.FIXED:
        parts.append(WORDS.strip("\n"))
    parts += [ORDERS[batches.order], TAIL.strip("\n")]
    call = f"BATCHES = batches({n}, size={batches.size}, seed={batches.seed}, updates={steps})"
    return "\n".join(parts) + "\n\n\n" + call
