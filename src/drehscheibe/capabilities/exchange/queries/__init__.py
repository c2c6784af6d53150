"""Named reads of the exchange; each takes the actor where it matters who asks."""
