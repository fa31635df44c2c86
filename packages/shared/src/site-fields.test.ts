import { describe, expect, it } from 'vitest'
import { email, subdomain } from './site-fields.ts'

describe('a subdomain', () => {
  const field = subdomain({ label: 'Site', suffix: '.example.com' })

  it('is extracted from a pasted host name or URL', () => {
    for (const typed of ['acme', ' Acme ', 'acme.example.com', 'https://ACME.example.com/admin?x=1']) {
      expect(field.parse(typed), typed).toBe('acme')
    }
  })

  it('rejects host names of other domains and anything that is not one host label', () => {
    for (const typed of ['', 'acme.example.org', 'a.b', 'acme@evil', '-acme', 'https://']) {
      expect(field.safeParse(typed).success, typed).toBe(false)
    }
  })
})

describe('an e-mail address', () => {
  it('accepts an address, and rejects colons and spaces', () => {
    const field = email({})
    expect(field.parse(' alice@example.com ')).toBe('alice@example.com')
    for (const typed of ['alice', 'a:b@example.com', 'a b@example.com']) {
      expect(field.safeParse(typed).success, typed).toBe(false)
    }
  })
})
