import { Text } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { ChangePasswordForm } from '../features/accounts/ChangePasswordForm.tsx'
import { SessionList } from '../features/accounts/SessionList.tsx'
import { PageError } from '../shell/PageError.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { useAccount } from '../workspace/workspaceScope.ts'

export const Route = createFileRoute('/w/$workspace/settings/account')({
  loader: ({ context: { queryClient, api } }) =>
    queryClient.ensureQueryData(api.trpc.sessions.list.queryOptions()),
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: AccountPage,
  pendingComponent: () => <RowListSkeleton />,
})

function AccountPage() {
  const { name, email } = useAccount()
  return (
    <>
      <PageTitle>Your account</PageTitle>
      <Text c="dimmed">
        You are signed in as <bdi>{name}</bdi>, {email}.
      </Text>
      <SessionList />
      <Section title="Change your password" lead="This signs you out of all other sessions.">
        <ChangePasswordForm />
      </Section>
    </>
  )
}
