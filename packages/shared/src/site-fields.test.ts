import { describe, expect, it } from 'vitest'
import { email, subdomain } from './site-fields.ts'

describe('a subdomain', () => {
  const field = subdomain({ label: 'Site', suffix: '.example.com' })

  it('may be pasted with everything around it', () => {
    for (const typed of ['acme', ' Acme ', 'acme.example.com', 'https://ACME.example.com/admin?x=1']) {
      expect(field.parse(typed), typed).toBe('acme')
    }
  })

  it('is that of this vendor, and nothing but a part of a host name', () => {
    for (const typed of ['', 'acme.example.org', 'a.b', 'acme@evil', '-acme', 'https://']) {
      expect(field.safeParse(typed).success, typed).toBe(false)
    }
  })
})

describe('an e-mail address', () => {
  it('can stand in front of a colon', () => {
    const field = email({})
    expect(field.parse(' alice@example.com ')).toBe('alice@example.com')
    for (const typed of ['alice', 'a:b@example.com', 'a b@example.com']) {
      expect(field.safeParse(typed).success, typed).toBe(false)
    }
  })
})
