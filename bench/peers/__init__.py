"""Whom we race against. To add one: write its file, then its lines here."""

from bench.peers import naive_numpy, torch_optim
from bench.peers.peer import Peer

PEERS = {peer.name: peer for peer in (*torch_optim.PEERS, naive_numpy.PEER)}

__all__ = ["PEERS", "Peer"]
