import { Section } from '../../ui/layout/Section.tsx'
import { AuditList } from '../audit/AuditList.tsx'
import { useAuditLog } from '../audit/useAuditLog.ts'

/** Lists the audit entries of a credential: who created, changed and verified it, and which program got its values. */
export function CredentialActivity({ credentialId }: { credentialId: string }) {
  const search = { subject: credentialId }
  const auditLog = useAuditLog(search)
  return (
    <Section title="Activity">
      <AuditList search={search} auditLog={auditLog} pageOf={credentialId} />
    </Section>
  )
}
