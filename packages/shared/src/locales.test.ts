import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, languageOf, preferredLocale } from './languages.ts'
import { loadMessages } from './load-messages.ts'
import { en } from './locales/en.ts'

/** The texts of a language by their ids, such as `picker.create`. */
function flatten(texts: object, prefix = ''): [id: string, text: string][] {
  return Object.entries(texts).flatMap(([id, text]) =>
    typeof text === 'string' ? [[`${prefix}${id}`, text]] : flatten(text, `${prefix}${id}.`),
  )
}

interface Shape {
  arguments: string[]
  tags: string[]
  plurals: string[][]
}

/** Returns the arguments, the tags and the plural categories of a text. */
function shapeOf(text: string): Shape {
  const found = { arguments: new Set<string>(), tags: new Set<string>(), plurals: [] as string[][] }
  const visit = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue
      if (element.type === TYPE.tag) found.tags.add(element.value)
      else found.arguments.add(element.value)
      if (element.type === TYPE.tag) visit(element.children)
      if (element.type === TYPE.plural) {
        found.plurals.push(Object.keys(element.options).toSorted())
        for (const { value } of Object.values(element.options)) visit(value)
      }
    }
  }
  visit(parse(text))
  return {
    arguments: [...found.arguments].toSorted(),
    tags: [...found.tags].toSorted(),
    plurals: found.plurals,
  }
}

const english = new Map(flatten(en))

describe.each(LANGUAGES)('the message catalogue in %s', (language) => {
  const texts = async () => flatten(await loadMessages(language))

  it('has exactly the ids of English', async () => {
    expect((await texts()).map(([id]) => id).toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('has the arguments and tags of English in each text, and all plural categories of the language', async () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    for (const [id, text] of await texts()) {
      const { plurals, ...shape } = shapeOf(text)
      const { plurals: englishPlurals, ...englishShape } = shapeOf(english.get(id) ?? '')
      expect(shape, id).toEqual(englishShape)
      expect(plurals, id).toEqual(englishPlurals.map(() => categories))
    }
  })

  it('quotes nothing, because a straight apostrophe hides arguments', async () => {
    expect((await texts()).filter(([, text]) => text.includes("'"))).toEqual([])
  })

  it('begins the names of buttons with their visible labels, for users of speech control', async () => {
    const { picker, secret } = await loadMessages(language)
    expect(picker.buttonFor.startsWith('{button}')).toBe(true)
    expect(secret.actionOn.startsWith('{action}')).toBe(true)
    expect(picker.useFor.startsWith(picker.use)).toBe(true)
  })
})

it.each(LANGUAGES.filter((language) => language !== 'en'))(
  'translates every text to %s',
  async (language) => {
    const same = flatten(await loadMessages(language)).filter(([id, text]) => text === english.get(id))
    // Words that both languages share.
    expect(same.map(([id]) => id)).toEqual(same.map(([id]) => id).filter((id) => SAME_ALLOWED.test(id)))
  },
)

/** Texts that can be the same as in English. */
const SAME_ALLOWED =
  /^(?:status\.(?:tag|unexpected|moreTags)|verification\.scopes|consent\.(?:app|sharedApp)|common\.unitsShown|secret\.actionOn|form\.label)$/

describe('the language of a person', () => {
  it.each([
    [['de-AT', 'en'], 'de-AT'],
    [['it', 'fr'], 'fr'],
    [['PT-br'], 'PT-br'],
    [['it', 'nl'], 'en'],
    [[], 'en'],
  ])('is, for the preferences %j, %s', (preferences, locale) => {
    expect(preferredLocale(preferences)).toBe(locale)
  })

  it('is the first part of a tag', () => {
    expect(languageOf('pt-BR')).toBe('pt')
    expect(languageOf('it')).toBeUndefined()
    expect(languageOf('deutsch')).toBeUndefined()
  })
})
