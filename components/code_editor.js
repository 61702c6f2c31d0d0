import { CodeEditorView } from "neurohire";
export default CodeEditorView;
