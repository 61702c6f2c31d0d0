// On the candidate's last page: what is left of the own recording is sent, and as long as that takes the page says so.
import { callUploads } from "./call_uploads.js";

const place = document.querySelector("[data-recording-rest]");
const uploads = callUploads(place.dataset.interview, { seat: "candidate", id: place.dataset.id });
const look = () => { place.hidden = uploads.waiting === 0; };
uploads.on(look);
look();
