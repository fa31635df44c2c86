import { describeFields, withoutSecrets } from '@stepkey/shared/schema'
import { describe, expect, it } from 'vitest'
import { changesOf, draftOf, valuesOf } from './formDraft.ts'
import { filled, kitchenSink } from './kitchenSink.fixture.ts'

const fields = describeFields(kitchenSink)
const { values: open, stored } = withoutSecrets(fields, filled)

describe('a draft of a new credential', () => {
  it('returns the values of every kind of field', () => {
    expect(valuesOf(fields, draftOf(fields, filled))).toEqual(filled)
  })

  it('starts with the defaults and leaves empty fields out', () => {
    expect(valuesOf(fields, draftOf(fields))).toEqual({
      port: 5432,
      sandbox: false,
      region: 'eu',
      access: ['read'],
      relaxed: false,
      server: { kind: 'cloud' },
    })
  })

  it('omits the values of other variants, and keeps them in the draft', () => {
    const draft = draftOf(fields, filled)
    const server = { ...(draft.server as object), kind: 'cloud' }
    expect(valuesOf(fields, { ...draft, server }).server).toEqual({ kind: 'cloud' })
    expect(server).toMatchObject({ host: 'db.example.com' })
  })

  it('sorts chosen values by the order of the options, and sends an empty list only for a field with a default', () => {
    const draft = draftOf(fields, filled)
    expect(valuesOf(fields, { ...draft, access: ['admin', 'read'] }).access).toEqual(['read', 'admin'])
    const emptied = valuesOf(fields, { ...draft, access: [], extras: [] })
    expect(emptied.access).toEqual([])
    expect(emptied).not.toHaveProperty('extras')
  })

  it('trims text, but not secrets', () => {
    const draft = { ...draftOf(fields), subdomain: ' acme ', password: ' p ' }
    expect(valuesOf(fields, draft)).toMatchObject({ subdomain: 'acme', password: ' p ' })
  })
})

describe('a draft of a stored credential', () => {
  const draft = draftOf(fields, open, stored)

  it('sends nothing if nothing was changed', () => {
    expect(changesOf(fields, draft, open)).toEqual({})
  })

  it('sends only changed fields', () => {
    expect(changesOf(fields, { ...draft, subdomain: 'other', port: 1 }, open)).toEqual({
      subdomain: 'other',
      port: 1,
    })
  })

  it('compares lists regardless of their order', () => {
    expect(changesOf(fields, { ...draft, access: ['write', 'read'] }, open)).toEqual({})
    expect(changesOf(fields, { ...draft, access: ['write'], extras: [] }, open)).toEqual({
      access: ['write'],
      extras: null,
    })
    expect(changesOf(fields, { ...draft, access: [] }, open)).toEqual({ access: [] })
  })

  it('sends null for a field that was emptied', () => {
    expect(changesOf(fields, { ...draft, address: '', ratio: '' }, open)).toEqual({
      address: null,
      ratio: null,
    })
  })

  it('keeps a secret that is left empty, replaces one that is entered, and removes one that is null', () => {
    expect(changesOf(fields, { ...draft, password: '' }, open)).toEqual({})
    expect(changesOf(fields, { ...draft, password: 'new' }, open)).toEqual({ password: 'new' })
    expect(changesOf(fields, { ...draft, passphrase: null }, open)).toEqual({ passphrase: null })
  })

  it('sends only the changed fields of the same variant', () => {
    const server = { ...(draft.server as object), host: 'db2.example.com' }
    expect(changesOf(fields, { ...draft, server }, open)).toEqual({ server: { host: 'db2.example.com' } })
  })

  it('sends another variant as a whole', () => {
    const server = { ...(draft.server as object), kind: 'cloud' }
    expect(changesOf(fields, { ...draft, server }, open)).toEqual({ server: { kind: 'cloud' } })
  })
})
