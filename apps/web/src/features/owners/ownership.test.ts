import { TAG_LIMIT } from '@stepkey/shared/owner'
import { expect, it } from 'vitest'
import {
  ownershipChanges,
  ownershipDraft,
  ownershipErrors,
  ownershipInput,
  splitTag,
  tagError,
  tagFilters,
  tagTexts,
} from './ownership.ts'

it('reads tags as keys with values, or as keys alone', () => {
  expect(splitTag('plan: pro')).toEqual(['plan', 'pro'])
  expect(splitTag(' plan :pro ')).toEqual(['plan', 'pro'])
  expect(splitTag('vip')).toEqual(['vip', ''])
  expect(splitTag('url: https://example.com')).toEqual(['url', 'https://example.com'])
})

it('writes tags by key, as texts and as filters', () => {
  const tags = { vip: '', plan: 'pro' }
  expect(tagTexts({ t10: '', t2: '' })).toEqual(['t2', 't10'])
  expect(tagTexts(tags)).toEqual(['plan: pro', 'vip'])
  expect(tagFilters(tags)).toEqual(['plan:pro', 'vip'])
})

it('says which tag is wrong, and why', () => {
  expect(tagError(['plan: pro', 'vip'])).toBeUndefined()
  expect(tagError(['vip', 'big plan: pro'])).toBe(
    '“big plan: pro”: The key of a tag has letters, digits, “_”, “-” and “.” only.',
  )
  expect(tagError(['plan: a,b'])).toBe(
    '“plan: a,b”: The value of a tag has no commas and no control characters.',
  )
  expect(tagError([`${'k'.repeat(41)}`])).toContain('Enter at most 40 characters.')
  expect(tagError([': pro'])).toBe('“: pro”: Enter a key before the colon.')
  expect(tagError(['plan: pro', 'plan: free'])).toBe(
    'The key “plan” occurs twice. Remove one of the two tags.',
  )
  const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag${index}`)
  expect(tagError(tags(TAG_LIMIT))).toBeUndefined()
  expect(tagError(tags(TAG_LIMIT + 1))).toBe('A credential has at most 20 tags.')
})

it('names the field of a wrong owner', () => {
  expect(ownershipErrors({ owner: '', tags: [] })).toEqual([])
  expect(ownershipErrors({ owner: '*', tags: [] })).toMatchObject([{ path: 'owner' }])
})

it('sends neither an empty owner nor empty tags for a new credential', () => {
  expect(ownershipInput({ owner: '', tags: [] })).toEqual({})
  expect(ownershipInput({ owner: 'org_42', tags: ['vip', 'plan: pro'] })).toEqual({
    owner: 'org_42',
    tags: { vip: '', plan: 'pro' },
  })
})

it('sends only what changed, and null for what was removed', () => {
  const before = { owner: 'org_42', tags: { vip: '', plan: 'pro', region: 'eu' } }
  expect(ownershipChanges(before, before)).toEqual({})
  expect(ownershipChanges(before, { owner: null, tags: { plan: 'free', region: 'eu', beta: '' } })).toEqual({
    owner: null,
    tags: { vip: null, plan: 'free', beta: '' },
  })
  expect(ownershipDraft({ owner: null, tags: before.tags })).toEqual({
    owner: '',
    tags: ['plan: pro', 'region: eu', 'vip'],
  })
})
