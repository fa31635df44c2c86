import { expect, it } from 'vitest'
import { z } from 'zod'
import { fieldErrors } from './field-errors.ts'
import { host, text } from './fields.ts'
import { LANGUAGES } from './languages.ts'
import { loadMessages } from './load-messages.ts'
import { translatorFor } from './locales.ts'

const schema = z.object({
  name: text({ label: 'Name' }),
  host: host({ label: 'Host' }),
  port: z.int().max(65535),
  kind: z.enum(['a', 'b']),
})

it.each(LANGUAGES)('gives the messages of zod and of the schemas as sentences in %s', async (language) => {
  const texts = (await loadMessages(language)).inputErrors
  const t = translatorFor(language, await loadMessages(language))
  const { error } = schema.safeParse({ host: 'https://x', port: 70_000, kind: 'c' })
  const messages = error ? fieldErrors(error, ['values'], t) : []
  expect(messages.map(({ path, message }) => [path, message])).toEqual([
    ['values.name', texts.required],
    ['values.host', `${texts.host}${language === 'ja' ? '。' : '.'}`],
    ['values.port', texts.maxNumber.replace('{limit}', '65535')],
    ['values.kind', texts.oneOf.replace('{options}', 'a, b')],
  ])
})
