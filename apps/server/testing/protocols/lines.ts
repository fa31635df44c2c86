import type { Peer } from './peer.ts'

/** Reads the next line, without its line ending. */
export async function line(peer: Peer): Promise<string> {
  let read = ''
  while (!read.endsWith('\n')) read += (await peer.take(1)).toString('latin1')
  return Buffer.from(read.trimEnd(), 'latin1').toString()
}

export const say = (peer: Peer, ...lines: string[]) =>
  peer.say(Buffer.from(lines.map((text) => `${text}\r\n`).join('')))
