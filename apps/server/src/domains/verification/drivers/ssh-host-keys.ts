import { hash } from 'node:crypto'
import type { ServerHostKeyAlgorithm } from 'ssh2'

type Kind = readonly ServerHostKeyAlgorithm[]
const byName: Record<string, Kind> = {
  ED25519: ['ssh-ed25519'],
  ECDSA: ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  RSA: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}
const kinds = Object.values(byName)

export interface HostKeys {
  /** What a server may be asked to sign with. */
  algorithms: ServerHostKeyAlgorithm[]
  isKnown(key: Buffer): boolean
  /** What is left to ask for of a server that showed an unknown key; nothing if it should have shown a known one. */
  without(key: Buffer): HostKeys | undefined
}

/**
 * The server's keys as somebody pasted them: fingerprints as `ssh-keygen -l` prints them, or public keys. A server with
 * keys of several kinds shows the one that it is asked for, so a fingerprint without a kind may be that of another.
 */
export function hostKeys(pasted: string): HostKeys {
  const lines = pasted.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const keys = lines.map(read)
  const fingerprints = new Set(keys.map(({ fingerprint }) => fingerprint))
  const isCertain = keys.every(({ kind }) => kind !== undefined)

  const among = (possible: readonly Kind[]): HostKeys => ({
    algorithms: possible.flat(),
    isKnown: (key) => fingerprints.has(fingerprintOf(key)),
    without(key) {
      const rest = possible.filter((kind) => kind !== kindOf(typeOf(key)))
      const isLess = rest.length > 0 && rest.length < possible.length
      return isLess && !isCertain ? among(rest) : undefined
    },
  })
  return among(isCertain ? kinds.filter((kind) => keys.some((key) => key.kind === kind)) : kinds)
}

const writtenFingerprint = /^(?:\d+ )?SHA256:([A-Za-z0-9+/]{43})(?:.*\((ED25519|ECDSA|RSA)\)\s*$)?/
const publicKey = /(?:^| )(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) ([A-Za-z0-9+/]+={0,2})/

/** A line is one or the other. */
function read(line: string): { fingerprint: string; kind: Kind | undefined } {
  const [, written, name = ''] = writtenFingerprint.exec(line) ?? []
  if (written) return { fingerprint: written, kind: byName[name] }
  const [, type, key = ''] = publicKey.exec(line) ?? []
  return { fingerprint: fingerprintOf(Buffer.from(key, 'base64')), kind: kindOf(type) }
}

const fingerprintOf = (key: Buffer) => hash('sha256', key, 'base64').replace(/=+$/, '')

/** `ssh-rsa` and the like, with which every public key begins. */
const typeOf = (key: Buffer) => key.toString('latin1', 4, 4 + key.readUInt32BE())

const kindOf = (type: string | undefined) =>
  kinds.find((kind) => kind.some((algorithm) => algorithm === type))
