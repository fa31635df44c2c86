import { describe, expect, it } from 'vitest'
import { BODY_LIMIT, storedResponse } from './delivery-response.ts'

const SIGNATURE =
  'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= v1,AAAZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN+H/pI4='

describe('storedResponse', () => {
  const bodyOf = (body: string) => storedResponse({ headers: {}, body }, SIGNATURE)

  it('keeps at most 4096 bytes of the body, and cuts between characters', () => {
    expect(bodyOf('a'.repeat(BODY_LIMIT))).toMatchObject({ isTruncated: false })
    const { body, isTruncated } = bodyOf(`a${'ü'.repeat(BODY_LIMIT)}`)
    expect(isTruncated).toBe(true)
    expect(body).toBe(`a${'ü'.repeat((BODY_LIMIT - 2) / 2)}`)
  })

  it('removes control, direction and unpaired characters, and keeps lines, tabs and joined emoji', () => {
    expect(bodyOf('a\u0000b\u001b[31mc\u202ed\ud800e\r\nf\tg👩‍🔧').body).toBe('ab[31mcde\nf\tg👩‍🔧')
  })

  it('replaces every signature of the request, also with escaped slashes and in URLs', () => {
    const [first = '', second = ''] = SIGNATURE.replaceAll('v1,', '').split(' ')
    const echoes = [SIGNATURE, first.replaceAll('/', '\\/'), encodeURIComponent(second)].join('\n')
    expect(bodyOf(echoes).body).toBe('v1,[signature] v1,[signature]\n[signature]\n[signature]')
    // A part of a signature at the limit is not left over.
    expect(bodyOf(`${'a'.repeat(BODY_LIMIT - 20)}${first}`).body).not.toContain(first.slice(0, 12))
  })

  it('keeps only listed headers, each with at most 200 printable characters', () => {
    const headers = {
      'content-type': 'text/plain',
      'set-cookie': 'session=1',
      'x-request-id': `\u202e${'r'.repeat(300)}`,
      authorization: 'Bearer 1',
    }
    expect(storedResponse({ headers, body: '' }, SIGNATURE).headers).toEqual([
      { name: 'content-type', value: 'text/plain' },
      { name: 'x-request-id', value: 'r'.repeat(200) },
    ])
  })
})
