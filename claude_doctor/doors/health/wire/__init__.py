"""Sockets, TLS and HTTP, stage by stage."""
