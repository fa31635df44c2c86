import { describe, expect, it } from 'vitest'
import { withWording } from './branded-texts.ts'
import { en } from './locales/en.ts'
import { replaceableTexts, wordingProblem } from './wording.ts'

describe('a replaced text', () => {
  it('can be each text of the catalogue itself, apart from plurals and formatted numbers', () => {
    const plain = [...replaceableTexts].filter(([, text]) => !/\{\w+,/.test(text))
    expect(plain.length).toBeGreaterThan(200)
    expect(plain.filter(([id, text]) => wordingProblem(id, text) !== undefined)).toEqual([])
  })

  it('can leave arguments and tags out, but have no others', () => {
    expect(wordingProblem('picker.wasSaved', 'Saved.')).toBeUndefined()
    expect(wordingProblem('picker.wasSaved', '<bdi>{name}</bdi> is ready.')).toBeUndefined()
    expect(wordingProblem('picker.wasSaved', '{name} for {owner}')).toMatch(/has no \{owner\}/)
    expect(wordingProblem('picker.wasSaved', '<b>{name}</b>')).toMatch(/has no <b>/)
    expect(wordingProblem('picker.wasSaved', '<bdi>{name}')).toMatch(/only as/)
  })

  it.each(['requestMail.subject', 'consentWindow.didYouStartText', 'request.address', 'link.onlyIfExpected'])(
    'can’t be %s, which protects people from deception',
    (id) => {
      expect(wordingProblem(id, 'Trust us.')).toMatch(/can’t be replaced/)
      expect(replaceableTexts.has(id)).toBe(false)
    },
  )
})

it('ignores stored texts whose id the catalogue no longer has', () => {
  const wording = { en: { 'former.text': 'x', 'picker.blocked': 'x', 'common.save': 'Store' } }
  const texts = withWording(en, 'en', { wording })
  expect(texts).toEqual({ ...en, common: { ...en.common, save: 'Store' } })
})
