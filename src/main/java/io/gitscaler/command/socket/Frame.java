package io.gitscaler.command.socket;

/** A message with the bytes that belong to it. */
@SuppressWarnings("ArrayRecordComponent") // Frames are sent and read, and never compared.
record Frame(Message message, byte[] bytes) {
  static final byte[] NOTHING = {};

  Frame(Message message) {
    this(message, NOTHING);
  }
}
