import { describeFields, withoutSecrets } from '@stepkey/shared/schema'
import { describe, expect, it } from 'vitest'
import { changesOf, draftOf, valuesOf } from './formDraft.ts'
import { filled, kitchenSink } from './kitchenSink.fixture.ts'

const fields = describeFields(kitchenSink)
const { values: open, stored } = withoutSecrets(fields, filled)

describe('a draft of a new credential', () => {
  it('gives back the values of every kind', () => {
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

  it('leaves out what was typed for another variant, and keeps it in the draft', () => {
    const draft = draftOf(fields, filled)
    const server = { ...(draft.server as object), kind: 'cloud' }
    expect(valuesOf(fields, { ...draft, server }).server).toEqual({ kind: 'cloud' })
    expect(server).toMatchObject({ host: 'db.example.com' })
  })

  it('takes what is chosen in the order of the options, and nothing chosen for a choice only where there is a default', () => {
    const draft = draftOf(fields, filled)
    expect(valuesOf(fields, { ...draft, access: ['admin', 'read'] }).access).toEqual(['read', 'admin'])
    const emptied = valuesOf(fields, { ...draft, access: [], extras: [] })
    expect(emptied.access).toEqual([])
    expect(emptied).not.toHaveProperty('extras')
  })

  it('takes spaces around text as an accident, but not in a secret', () => {
    const draft = { ...draftOf(fields), subdomain: ' acme ', password: ' p ' }
    expect(valuesOf(fields, draft)).toMatchObject({ subdomain: 'acme', password: ' p ' })
  })
})

describe('a draft of a stored credential', () => {
  const draft = draftOf(fields, open, stored)

  it('sends nothing while nothing was changed', () => {
    expect(changesOf(fields, draft, open)).toEqual({})
  })

  it('sends only what was changed', () => {
    expect(changesOf(fields, { ...draft, subdomain: 'other', port: 1 }, open)).toEqual({
      subdomain: 'other',
      port: 1,
    })
  })

  it('compares lists by what they hold', () => {
    expect(changesOf(fields, { ...draft, access: ['write', 'read'] }, open)).toEqual({})
    expect(changesOf(fields, { ...draft, access: ['write'], extras: [] }, open)).toEqual({
      access: ['write'],
      extras: null,
    })
    expect(changesOf(fields, { ...draft, access: [] }, open)).toEqual({ access: [] })
  })

  it('clears what was emptied', () => {
    expect(changesOf(fields, { ...draft, address: '', ratio: '' }, open)).toEqual({
      address: null,
      ratio: null,
    })
  })

  it('keeps a secret that is left empty, replaces a typed one and removes a dropped one', () => {
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
