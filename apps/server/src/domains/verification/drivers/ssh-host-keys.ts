import { hash } from 'node:crypto'
import { trimEndOf } from '@stepkey/shared/trim'
import type { ServerHostKeyAlgorithm } from 'ssh2'

type Kind = readonly ServerHostKeyAlgorithm[]
const byName: Record<string, Kind> = {
  ED25519: ['ssh-ed25519'],
  ECDSA: ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  RSA: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}
const kinds = Object.values(byName)

/** The expected keys of a server. */
export interface HostKeys {
  /** The algorithms to offer to the server. */
  algorithms: ServerHostKeyAlgorithm[]
  /** Whether `key`, in SSH wire format, is one of the expected keys. */
  isKnown(key: Buffer): boolean
  /**
   * Returns the host keys without the type of an unknown key, to connect again and get a key of another type. Returns
   * undefined if no other type is possible.
   */
  without(key: Buffer): HostKeys | undefined
}

/**
 * Parses host keys: one line each, a fingerprint as printed by `ssh-keygen -l` or a public key. A server with keys of
 * several types presents the type that the client prefers, so a fingerprint without a type may belong to another key.
 */
export function hostKeys(pasted: string): HostKeys {
  const lines = pasted.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const keys = lines.map(parseLine)
  const fingerprints = new Set(keys.map(({ fingerprint }) => fingerprint))
  const areKindsKnown = keys.every(({ kind }) => kind !== undefined)

  const fromKinds = (possible: readonly Kind[]): HostKeys => ({
    algorithms: possible.flat(),
    isKnown: (key) => fingerprints.has(fingerprintOf(key)),
    without(key) {
      const rest = possible.filter((kind) => kind !== kindOf(typeOf(key)))
      const hasRest = rest.length > 0 && rest.length < possible.length
      return hasRest && !areKindsKnown ? fromKinds(rest) : undefined
    },
  })
  return fromKinds(areKindsKnown ? kinds.filter((kind) => keys.some((key) => key.kind === kind)) : kinds)
}

const fingerprintLine = /^(?:\d+ )?SHA256:([A-Za-z0-9+/]{43})(?:.*\((ED25519|ECDSA|RSA)\)\s*$)?/
const publicKeyLine = /(?:^| )(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) ([A-Za-z0-9+/]+={0,2})/

function parseLine(line: string): { fingerprint: string; kind: Kind | undefined } {
  const [, fingerprint, name = ''] = fingerprintLine.exec(line) ?? []
  if (fingerprint) return { fingerprint, kind: byName[name] }
  const [, type, key = ''] = publicKeyLine.exec(line) ?? []
  return { fingerprint: fingerprintOf(Buffer.from(key, 'base64')), kind: kindOf(type) }
}

const fingerprintOf = (key: Buffer) => trimEndOf(hash('sha256', key, 'base64'), '=')

/** Returns the type at the beginning of a public key, such as `ssh-rsa`. */
const typeOf = (key: Buffer) => key.toString('latin1', 4, 4 + key.readUInt32BE())

const kindOf = (type: string | undefined) =>
  kinds.find((kind) => kind.some((algorithm) => algorithm === type))
