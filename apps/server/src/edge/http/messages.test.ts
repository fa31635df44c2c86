import { LANGUAGES } from '@stepkey/shared/languages'
import { loadMessages } from '@stepkey/shared/load-messages'
import { expect, it } from 'vitest'
import { startStepkey } from '../../../testing/stepkey.ts'

it('serves the texts of every language, and no other', async () => {
  const stepkey = await startStepkey('sqlite')
  try {
    const get = (language: string) =>
      stepkey.app.inject({ url: `/schemas/messages/${language}.json`, headers: { host: 'localhost:4000' } })
    for (const language of LANGUAGES) {
      const { headers, body } = await get(language)
      expect(headers['content-type']).toMatch(/^application\/json/)
      expect(JSON.parse(body)).toEqual(await loadMessages(language))
    }
    expect((await get('it')).statusCode).toBe(404)
  } finally {
    await stepkey.stop()
  }
})
