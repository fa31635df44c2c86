import { expect, it } from 'vitest'
import { kindOfPage } from './kindOfPage.ts'

it.each([
  ['/w/1/flows/new', '/w/$workspace/flows'],
  ['/w/1/settings/people', '/w/$workspace/settings'],
  ['/w/1/credentials/petstore', '/w/$workspace/credentials'],
  ['/w/1/toString', '/w/$workspace/credentials'],
  ['/w/1', '/w/$workspace/credentials'],
])('%s leads to %s of another workspace', (pathname, page) => {
  expect(kindOfPage(pathname)).toBe(page)
})
