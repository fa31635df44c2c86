import { describe, expect, it } from 'vitest'
import { noticeBody } from './chat-message.ts'
import type { NoticeContent } from './notice-content.ts'

const NAME =
  '<!channel> @all <@U1> [bank](https://evil.example) <https://evil.example|bank> & *bold*\nnew line'
const content: NoticeContent = {
  workspace: 'Acme @here',
  isDaily: false,
  sections: [
    {
      kind: 'failing',
      total: 1,
      named: [
        {
          id: 'c1',
          componentId: 'http',
          component: 'HTTP',
          name: NAME,
          flows: ['Orders @channel'],
          otherFlows: 2,
        },
      ],
    },
  ],
}
const place = { publicUrl: 'https://stepkey.example', workspaceId: 'w1' }

/** Returns all texts in a message. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

describe('buttons in chat messages', () => {
  it.each(['slack', 'teams', 'mattermost'] as const)('lead to the only credential once in %s', (format) => {
    const body = noticeBody(format, content, place)
    expect(body.match(/Fix it/g)).toHaveLength(1)
    expect(body).toContain('https://stepkey.example/w/w1/credentials/http/c1?edit=1')
  })

  it.each(['slack', 'teams', 'mattermost'] as const)('lead to each of several in %s', (format) => {
    const [section] = content.sections.map(({ named, ...of }) => ({
      ...of,
      total: 2,
      named: ['c1', 'c2'].flatMap((id) => named.map((item) => ({ ...item, id }))),
    }))
    const body = noticeBody(format, { ...content, sections: section ? [section] : [] }, place)
    expect(body.match(/Fix it/g)).toHaveLength(2)
    expect(body).toContain('Show failing credentials')
  })
})

describe('names in chat messages', () => {
  it('are plain text with escaped control characters in Slack', () => {
    const body = JSON.parse(noticeBody('slack', content, place))
    expect(texts(body).join()).not.toMatch(/<!|<@|<http/)
    const section = body.blocks[2]
    expect(section.text.type).toBe('plain_text')
    expect(section.text.text).toContain('&lt;!channel&gt; @all')
    expect(section.text.text).toContain('&amp; *bold* new line')
    expect(body.text).toBe('Stepkey: 1 credential fails')
  })

  it('are text runs in Teams, where no Markdown applies', () => {
    const body = JSON.parse(noticeBody('teams', content, place))
    const card = body.attachments[0].content
    const markdown = card.body.filter(({ type }: { type: string }) => type === 'TextBlock')
    expect(texts(markdown).join()).not.toMatch(/evil|@|Orders/)
    expect(texts(card.body).join()).toContain('[bank](https://evil.example)')
  })

  it('begin no mention and no link in Mattermost', () => {
    const { attachments, text } = JSON.parse(noticeBody('mattermost', content, place))
    const shown: string = attachments[0].text
    expect(shown).not.toMatch(/@(all|here|channel|U1)|https:\/\/evil|(?<!\\)\[bank/)
    expect(text).toBe('Stepkey: 1 credential fails')
    expect(shown).toContain('[Fix it](https://stepkey.example/w/w1/credentials/http/c1?edit=1)')
  })
})
