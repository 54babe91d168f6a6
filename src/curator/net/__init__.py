"""Links asked over the network: quickly, politely, and safely against what servers send."""
