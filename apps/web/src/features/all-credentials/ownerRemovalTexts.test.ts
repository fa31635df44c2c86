import { expect, it } from 'vitest'
import { describeKept, describePlan, describeRemoval, statusOf } from './ownerRemovalTexts.ts'

const credential = (isInUse: boolean, revocation: 'pending' | 'none' = 'none') => ({
  id: 'c1',
  componentId: 'petstore',
  name: 'Minka shop',
  isInUse,
  revocation,
})
const [plain, revoked, used] = [credential(false), credential(false, 'pending'), credential(true)]
const removal = (credentials: ReturnType<typeof credential>[], hasMore = false) => ({
  credentials,
  flows: [],
  hidden: credentials.filter(({ isInUse }) => isInUse).length,
  hasMore,
})

it('says how many credentials will be deleted and revoked, and which can be restored', () => {
  expect(describePlan(removal([plain, revoked, used]), 7)).toBe(
    '2 credentials will be deleted. Stepkey revokes 1 of them at the provider. You can restore the others for 7 days in Recently deleted, except connected ones, whose access ends. Steps of inactive flows are left without a credential. Links with which the owner connects accounts end.',
  )
  expect(describePlan(removal([plain]), 1)).toContain(
    'You can restore it for 1 day in Recently deleted, unless it is connected.',
  )
  expect(describePlan(removal([plain]), 0)).toContain('1 credential will be deleted. This can’t be undone.')
  expect(describePlan(removal([revoked]), 7)).toContain(
    'Stepkey revokes it at the provider. This can’t be undone.',
  )
  expect(describePlan(removal([plain], true), undefined)).toContain('The owner has more credentials')
})

it('says when there is nothing to delete', () => {
  expect(describePlan(removal([]), 7)).toBe('No credential belongs to this owner.')
  expect(describePlan(removal([used]), 7)).toBe('No credential can be deleted.')
  expect(describeRemoval(removal([used]))).toBe('No credential was deleted.')
})

it('says what was deleted, and what stays', () => {
  expect(describeRemoval(removal([plain, plain, used], true))).toBe(
    '2 credentials were deleted. The owner has more credentials.',
  )
  expect(describeKept(removal([plain]))).toBeUndefined()
  expect(describeKept(removal([plain, used]))).toMatch(
    /^An active flow uses 1 other credential\. It stays until this flow/,
  )
  expect(describeKept(removal([used, used]))).toMatch(
    /^Active flows use 2 credentials\. They stay until these flows/,
  )
})

it('says for each credential what happens to it', () => {
  const texts = (isDone: boolean) => [plain, revoked, used].map((of) => statusOf(of, isDone).text)
  expect(texts(false)).toEqual([
    'Will be deleted',
    'Will be deleted and revoked',
    'Stays, because active flows use it',
  ])
  expect(texts(true)).toEqual(['Deleted', 'Deleted, and being revoked', 'Stays, because active flows use it'])
})
