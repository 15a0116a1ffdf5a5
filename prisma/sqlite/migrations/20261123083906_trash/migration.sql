-- AlterTable
ALTER TABLE "Document" ADD COLUMN "trashedAt" DATETIME;

-- AlterTable
ALTER TABLE "Incident" ADD COLUMN "trashedAt" DATETIME;

-- CreateIndex
CREATE INDEX "Document_trashedAt_idx" ON "Document"("trashedAt");

-- CreateIndex
CREATE INDEX "Incident_trashedAt_idx" ON "Incident"("trashedAt");
