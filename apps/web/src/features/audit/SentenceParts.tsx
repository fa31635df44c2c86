import { Fragment, type ReactNode } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './AuditRow.module.css'
import type { SentenceName, SentencePart } from './auditSentence.ts'

/** Shows a sentence with its names as links. */
export function SentenceParts({ parts }: { parts: readonly SentencePart[] }) {
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <Fragment key={index}>
        {part.isQuoted && '“'}
        <PageLink page={part.page}>
          <bdi>{part.name}</bdi>
        </PageLink>
        {part.isQuoted && '”'}
      </Fragment>
    ),
  )
}

const linkProps = { className: classes.link, inherit: true, c: 'inherit', underline: 'always' } as const

function PageLink({ page, children }: { page: SentenceName['page']; children: ReactNode }) {
  const workspace = useWorkspaceId()
  switch (page?.kind) {
    case 'credential':
      return (
        <TextLink
          to="/w/$workspace/credentials/$component/$credential"
          params={{ workspace, component: page.componentId, credential: page.id }}
          {...linkProps}
        >
          {children}
        </TextLink>
      )
    case 'flow':
      return (
        <TextLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: page.id }} {...linkProps}>
          {children}
        </TextLink>
      )
    default:
      return children
  }
}
