import { Loader } from '@mantine/core'
import { useTranslations } from 'use-intl'
import { StandalonePage } from '../ui/layout/StandalonePage.tsx'
import classes from './PagePending.module.css'

/** Shown while the first page of a visit is being loaded, instead of an empty window. */
export const PagePending = () => (
  <StandalonePage>
    <div role="status" className={classes.pending}>
      <Loader size="sm" aria-hidden />
      {useTranslations('common')('loading')}
    </div>
  </StandalonePage>
)
