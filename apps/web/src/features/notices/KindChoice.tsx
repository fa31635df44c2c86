import type { NoticeKind } from '@stepkey/shared/notice'
import type { ReactNode } from 'react'
import { CheckboxList } from '../../forms/CheckboxList.tsx'
import { KINDS, kindLabels } from './noticeLabels.ts'

interface KindChoiceProps {
  label: string
  value: NoticeKind[]
  onChange(kinds: NoticeKind[]): void
  error?: ReactNode
  isDisabled?: boolean
}

const options = KINDS.map((value) => ({ value, ...kindLabels[value] }))

/** Chooses what a user or a channel is told of. */
export const KindChoice = ({ onChange, ...props }: KindChoiceProps) => (
  <CheckboxList {...props} options={options} onChange={(kinds) => onChange(kinds as NoticeKind[])} />
)
