// The browser modules of NeuroHire, imported in component files as:  import { openInterview } from "neurohire";
export { openInterview } from "./operations.js";
export { keepPage } from "./keep_page.js";
export { openUploads } from "./upload_queue.js";
export { createEditor } from "./editor.js";
export { CodeEditorView } from "./code_editor_view.js";
export { setTexts, ConnectionBanner, SavedChip } from "./connection_view.js";
export { trackWork, allWork, onWork } from "./work.js";
export { openRecorder, recordingObstacle, mediaFault } from "./recorder.js";
