"""Records of a flow that may be one person or parcel under two keys: found by blocking and scores, judged by people."""
