"""Do the stored and the computed agree? Each function recomputes something a second way and names what differs."""
