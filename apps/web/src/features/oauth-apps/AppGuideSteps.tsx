import { Box, Stack, Text } from '@mantine/core'
import type { AppGuide } from '@stepkey/shared/component'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import classes from './AppGuideSteps.module.css'

interface AppGuideStepsProps {
  guide: Pick<AppGuide, 'steps' | 'notes'>
  redirectUrl: string
  /** The scopes to register; a step for them is left out if there are none. */
  scopes: readonly string[]
  /** Which scopes these are. */
  scopesHelp?: string
}

/** Shows the steps of a guide, with the values to copy, and its notes. */
export function AppGuideSteps({ guide, redirectUrl, scopes, scopesHelp }: AppGuideStepsProps) {
  const { steps, notes = [] } = guide
  return (
    <Stack gap="md">
      <Box component="ol" className={classes.list}>
        {steps
          .filter(({ copy }) => copy !== 'scopes' || scopes.length > 0)
          .map(({ text, copy, separator = ' ' }) => (
            <li key={text}>
              <Text size="sm">{text}</Text>
              {copy && (
                <Box mt={6}>
                  {copy === 'redirectUrl' ? (
                    <CopyField label="Redirect URL" value={redirectUrl} isMultiline />
                  ) : (
                    <CopyField
                      label="Scopes to register"
                      description={scopesHelp}
                      value={scopes.join(separator)}
                      isMultiline
                    />
                  )}
                </Box>
              )}
            </li>
          ))}
      </Box>
      {notes.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            Keep in mind
          </Text>
          <Box component="ul" className={classes.list}>
            {notes.map((note) => (
              <li key={note}>
                <Text size="sm">{note}</Text>
              </li>
            ))}
          </Box>
        </div>
      )}
    </Stack>
  )
}
