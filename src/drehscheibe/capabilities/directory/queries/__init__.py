"""Named reads of the directory; each takes the actor where it matters who asks."""
