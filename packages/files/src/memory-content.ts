/** Chunks of a large file; a small file has one that doubles up to this. */
const CHUNK_BYTES = 64 * 1024;
const FIRST_CHUNK_BYTES = 512;

/** Bytes of a file in memory: chunks, so that growing copies little and an append touches only what it fills. */
export class MemoryContent {
  sizeBytes = 0;
  #chunks: Buffer[] = [];

  read(target: Buffer, at: number, length: number, position: number): number {
    const end = Math.min(position + length, this.sizeBytes);
    for (let from = position; from < end; ) {
      const chunk = this.#chunks[Math.floor(from / CHUNK_BYTES)] as Buffer;
      const offset = from % CHUNK_BYTES;
      const count = Math.min(end - from, CHUNK_BYTES - offset);
      chunk.copy(target, at + from - position, offset, offset + count);
      from += count;
    }
    return Math.max(0, end - position);
  }

  write(bytes: Buffer, position: number): void {
    const end = position + bytes.length;
    if (bytes.length > 0 && end > this.sizeBytes) this.#grow(end);
    for (let done = 0; done < bytes.length; ) {
      const chunk = this.#chunks[Math.floor((position + done) / CHUNK_BYTES)] as Buffer;
      done += bytes.copy(chunk, (position + done) % CHUNK_BYTES, done);
    }
  }

  truncate(sizeBytes: number): void {
    if (sizeBytes > this.sizeBytes) {
      this.#grow(sizeBytes);
      return;
    }
    this.#chunks.length = Math.ceil(sizeBytes / CHUNK_BYTES);
    // What is behind the end must be zeros, should the file grow again.
    this.#chunks.at(-1)?.fill(0, ((sizeBytes - 1) % CHUNK_BYTES) + 1);
    this.sizeBytes = sizeBytes;
  }

  #grow(sizeBytes: number): void {
    const last = this.#chunks.length - 1;
    const needed = Math.ceil(sizeBytes / CHUNK_BYTES);
    if (last >= 0) this.#widen(last, needed - 1 > last ? CHUNK_BYTES : sizeBytes - last * CHUNK_BYTES);
    while (this.#chunks.length < needed) {
      this.#chunks.push(Buffer.alloc(0));
      const index = this.#chunks.length - 1;
      this.#widen(index, index < needed - 1 ? CHUNK_BYTES : sizeBytes - index * CHUNK_BYTES);
    }
    this.sizeBytes = sizeBytes;
  }

  /** Makes room for `sizeBytes` in a chunk. Only the first chunk starts small: files that outgrow it will fill the next. */
  #widen(index: number, sizeBytes: number): void {
    const chunk = this.#chunks[index] as Buffer;
    if (chunk.length >= sizeBytes) return;
    let capacity = index === 0 ? Math.max(chunk.length, FIRST_CHUNK_BYTES) : CHUNK_BYTES;
    while (capacity < sizeBytes) capacity *= 2;
    const wider = Buffer.alloc(capacity);
    chunk.copy(wider);
    this.#chunks[index] = wider;
  }
}
