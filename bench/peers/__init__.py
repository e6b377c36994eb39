"""Whom we race against. To add one: write its file, then its lines here."""

from bench.peers import naive_numpy, numba_loops, optax_jit, torch_optim
from bench.peers.peer import Peer

EVERYONE = (*torch_optim.PEERS, *optax_jit.PEERS, *numba_loops.PEERS, naive_numpy.PEER)
PEERS = {peer.name: peer for peer in EVERYONE}

__all__ = ["PEERS", "Peer"]
