import { expect, it } from 'vitest'
import { samePageIn } from './samePageIn.ts'

it.each([
  ['/w/1/home', '/w/$workspace/home'],
  ['/w/1/flows/new', '/w/$workspace/flows'],
  ['/w/1/settings/people', '/w/$workspace/settings'],
  ['/w/1/credentials/petstore', '/w/$workspace/credentials'],
  ['/w/1/activity', '/w/$workspace/activity'],
  ['/w/1/toString', '/w/$workspace/credentials'],
  ['/w/1', '/w/$workspace/credentials'],
])('maps %s to %s', (pathname, page) => {
  expect(samePageIn(pathname, { role: 'owner' })).toBe(page)
})

it('falls back to the credentials if the role may not open the page', () => {
  expect(samePageIn('/w/1/activity', { role: 'admin' })).toBe('/w/$workspace/activity')
  expect(samePageIn('/w/1/activity', { role: 'editor' })).toBe('/w/$workspace/credentials')
  expect(samePageIn('/w/1/settings/api-keys', { role: 'viewer' })).toBe('/w/$workspace/settings')
})
