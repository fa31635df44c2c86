import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'onedrive',
  title: 'OneDrive',
  description: 'Files and folders in the cloud of Microsoft',
  category: 'files',
  aliases: ['microsoft', 'storage', 'documents', 'drive', 'office 365'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/onedrive-concept-overview',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'OneDrive',
    options: {
      'Files.Read': 'Read the files of the user',
      'Files.ReadWrite': 'Read and change the files of the user',
      'Files.Read.All': 'Read all files that the user can open',
      'Files.ReadWrite.All': 'Read and change all files that the user can open',
      'Files.ReadWrite.AppFolder': 'Read and change files in a folder of the app',
    },
    usual: ['Files.ReadWrite'],
  }),
})
