import { type MailMessage, oneLine } from '../../platform/mail/mail.ts'
import type { NoticeContent, NoticeSection } from './notice-content.ts'
import { actionOf, detailsOf, headingOf, repairLink, summaryOf } from './notice-text.ts'

/**
 * Composes the mail of a notice. Names are user input: line breaks could imitate the text around them. The subject has
 * none of them.
 */
export function noticeMail(
  content: NoticeContent,
  { publicUrl, workspaceId }: { publicUrl: string; workspaceId: string },
): Pick<MailMessage, 'subject' | 'text'> {
  const workspaceUrl = `${publicUrl}/w/${workspaceId}`
  const summary = summaryOf(content)
  return {
    subject: content.isDaily ? `Stepkey, last day: ${summary}` : `Stepkey: ${summary}`,
    text: `In the workspace “${oneLine(content.workspace)}”:

${content.sections.map((section) => sectionText(section, workspaceUrl)).join('\n\n')}

This message contains no secrets. Choose what you are told of:
${workspaceUrl}/settings/notices
`,
  }
}

function sectionText(section: NoticeSection, workspaceUrl: string): string {
  const { kind, total, named } = section
  const items = named.map((item) =>
    [
      `- “${oneLine(item.name)}” (${oneLine(item.component)})`,
      ...detailsOf(item).map((line) => `  ${line}`),
      `  ${actionOf(kind)}: ${repairLink(workspaceUrl, kind, item)}`,
    ].join('\n'),
  )
  const others = total - named.length
  const rest =
    others > 0
      ? [`And ${others} more: ${workspaceUrl}/${kind === 'not_revoked' ? 'home' : 'credentials/all'}`]
      : []
  return [`${headingOf(section)}:`, ...items, ...rest].join('\n\n')
}
