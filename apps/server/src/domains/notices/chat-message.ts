import type { ChatFormat } from '@stepkey/shared/notice'
import { oneLine } from '../../platform/mail/mail.ts'
import type { NoticeContent } from './notice-content.ts'
import { actionOf, detailsOf, headingOf, messageLink, repairLink, summaryOf } from './notice-text.ts'

/** Credentials that a chat message names. Slack takes at most 50 blocks, and Teams 28 KB. */
const NAMED = 20

/** A message in no format yet. Only `lines` contain text of users. */
interface ChatMessage {
  /** Shown in notifications. */
  summary: string
  parts: ChatPart[]
  button: ChatButton
}
interface ChatPart {
  /** Absent for text. */
  heading?: string
  /** Plain text, without line breaks. */
  lines?: string[]
  button?: ChatButton
}
interface ChatButton {
  label: string
  url: string
}

/** Returns the JSON that a chat takes for a notice. */
export function noticeBody(
  format: ChatFormat,
  content: NoticeContent,
  { publicUrl, workspaceId }: { publicUrl: string; workspaceId: string },
): string {
  const workspaceUrl = `${publicUrl}/w/${workspaceId}`
  const button = messageLink(workspaceUrl, content)
  const parts: ChatPart[] = [{ lines: [`In the workspace “${oneLine(content.workspace)}”:`] }]
  let left = NAMED
  for (const section of content.sections) {
    const { kind, total, named } = section
    parts.push({ heading: headingOf(section) })
    const shown = named.slice(0, left)
    left -= shown.length
    for (const item of shown) {
      const own = { label: actionOf(kind), url: repairLink(workspaceUrl, kind, item) }
      parts.push({
        lines: [`“${oneLine(item.name)}” (${oneLine(item.component)})`, ...detailsOf(item)],
        // The only credential of a message is repaired by the button of the message.
        ...(own.url !== button.url && { button: own }),
      })
    }
    if (total > shown.length) parts.push({ lines: [`And ${total - shown.length} more`] })
  }
  const summary = `${content.isDaily ? 'Stepkey, last day' : 'Stepkey'}: ${summaryOf(content)}`
  return JSON.stringify(formats[format]({ summary, parts, button }))
}

/** Returns the JSON of a test message. */
export const testBody = (format: ChatFormat, settingsUrl: string): string =>
  JSON.stringify(
    formats[format]({
      summary: 'Stepkey: this is a test',
      parts: [{ lines: ['This channel is told when credentials need attention.'] }],
      button: { label: 'Open the settings', url: settingsUrl },
    }),
  )

const formats: Record<ChatFormat, (message: ChatMessage) => unknown> = { slack, teams, mattermost }

/**
 * Blocks for Slack. Names are in texts of the type `plain_text`, which has no markup and no mentions.
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
function slack({ summary, parts, button }: ChatMessage) {
  const plain = (text: string) => ({ type: 'plain_text', text: slackText(text), emoji: false })
  const link = ({ label, url }: ChatButton) => ({ type: 'button', text: plain(label), url })
  return {
    text: slackText(summary),
    blocks: [
      ...parts.map(({ heading, lines = [], button: own }) =>
        heading === undefined
          ? { type: 'section', text: plain(lines.join('\n')), ...(own && { accessory: link(own) }) }
          : { type: 'header', text: plain(heading) },
      ),
      { type: 'actions', elements: [link(button)] },
    ],
  }
}

/** Escapes the control characters of Slack, which begin mentions and links. */
const slackText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * An Adaptive Card for the webhook of a Teams workflow. Names are in text runs, which have no Markdown.
 * @see https://adaptivecards.io/explorer/TextRun.html
 */
function teams({ summary, parts, button }: ChatMessage) {
  const action = ({ label: title, url }: ChatButton) => ({ type: 'Action.OpenUrl', title, url })
  const run = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] })
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: summary,
    body: [
      { type: 'TextBlock', text: summary, weight: 'Bolder', size: 'Medium', wrap: true },
      ...parts.flatMap(({ heading, lines = [], button: own }) => [
        ...(heading === undefined
          ? []
          : [{ type: 'TextBlock', text: heading, weight: 'Bolder', wrap: true }]),
        ...lines.map(run),
        ...(own ? [{ type: 'ActionSet', actions: [action(own)] }] : []),
      ]),
    ],
    actions: [action(button)],
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  }
}

/**
 * An attachment for Mattermost. Its text is Markdown, so names are escaped.
 * @see https://developers.mattermost.com/integrate/reference/message-attachments/
 */
function mattermost({ summary, parts, button }: ChatMessage) {
  const link = ({ label, url }: ChatButton) => `[${label}](${url})`
  const text = [...parts, { button }]
    .map(({ heading, lines = [], button: own }: ChatPart) =>
      [
        ...(heading === undefined ? [] : [`**${heading}**`]),
        ...lines.map(markdownText),
        ...(own ? [link(own)] : []),
      ].join('\n'),
    )
    .join('\n\n')
  return { text: summary, attachments: [{ fallback: summary, title: summary, title_link: button.url, text }] }
}

/** Escapes Markdown, and separates what begins a mention, an emoji or a link by a character without width. */
const markdownText = (text: string) =>
  text.replace(/[\\`*_{}[\]()#+\-.!|>~<]/g, '\\$&').replace(/[@:]/g, '$&\u200b')
