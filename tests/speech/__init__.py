"""Audio and the words a voice can say."""
