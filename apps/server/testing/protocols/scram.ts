import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** The server side of SCRAM for one user, with SHA-256 or another hash: RFC 5802, RFC 7677. */
export function scram(user: string, password: string, iterations: number | string = 4096, hash = 'sha256') {
  const salt = randomBytes(16)
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest()
  let first = ''
  let challenge = ''
  return {
    /** Returns the server-first-message. */
    begin(payload: string): string {
      first = payload.slice('n,,'.length)
      const nonce = /r=(.*)$/.exec(first)?.[1]
      challenge = `r=${nonce}${randomBytes(9).toString('base64')},s=${salt.toString('base64')},i=${iterations}`
      return challenge
    },
    /** Returns the server-final-message, or undefined if the client's proof is wrong. */
    finish(payload: string): string | undefined {
      const [, withoutProof = '', proof = ''] = /^(.*),p=(.*)$/.exec(payload) ?? []
      const length = createHash(hash).digest().length
      const salted = pbkdf2Sync(password, salt, Number(iterations), length, hash)
      const clientKey = hmac(salted, 'Client Key')
      const text = [first, challenge, withoutProof].join(',')
      const signature = hmac(createHash(hash).update(clientKey).digest(), text)
      const expected = Buffer.from(signature.map((byte, index) => byte ^ (clientKey[index] ?? 0)))
      const shown = Buffer.from(proof, 'base64')
      const isRight = shown.length === expected.length && timingSafeEqual(shown, expected)
      if (!isRight || !first.startsWith(`n=${user},`)) return undefined
      return `v=${hmac(hmac(salted, 'Server Key'), text).toString('base64')}`
    },
  }
}
