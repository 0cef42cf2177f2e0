"""Who decides what: keys, addresses, proxies, certificates."""
