"""Words of FHIR R4 that may stand in findings; what else a file holds as name of a type or field is not repeated."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


TYPES = words("""
    Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
    Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry
    ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication
    CommunicationRequest CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage
    CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
    DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis
    Encounter Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence
    EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group
    GuidanceResponse HealthcareService ImagingStudy Immunization ImmunizationEvaluation
    ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure
    MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
    MedicationRequest MedicationStatement MedicinalProduct MessageDefinition MessageHeader MolecularSequence
    NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition OperationOutcome
    Organization OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation Person
    PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
    RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject
    RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
    SpecimenDefinition StructureDefinition StructureMap Subscription Substance SubstanceSpecification
    SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport TestScript ValueSet VerificationResult
    VisionPrescription
""")
"""Types of resources of R4."""

ELEMENTS = words("""
    abatementAge abatementDateTime abatementPeriod abatementRange abatementString additionalInstruction address
    age amount appliesTo asNeededBoolean asNeededCodeableConcept asserter attester author authenticator
    authoredOn authorizingPrescription barDay basedOn batch beneficiary birthDate bodySite bounds boundsDuration
    boundsPeriod boundsRange category class classHistory clinicalStatus code coding comparator component
    conclusion conclusionCode confidentiality contact contained content context costToBeneficiary count countMax
    courseOfTherapyType custodian data dataAbsentReason date dateAsserted dayOfWeek daysSupply deceasedBoolean
    deceasedDateTime dependent derivedFrom description destination detail detectedIssue device diagnosis
    dispenseRequest docStatus doNotPerform dosage dosageInstruction dose doseAndRate doseQuantity doseRange
    duration durationMax durationUnit effective effectiveDateTime effectiveInstant effectivePeriod
    effectiveTiming encounter episodeOfCare event eventHistory evidence expectedSupplyDuration extension focus
    form format frequency frequencyMax fullUrl gender generalPractitioner groupIdentifier hasMember high
    hospitalization id identifier imagingStudy informationSource ingredient initialFill insurance
    instantiatesCanonical instantiatesUri insurer intent interpretation isActive isModifier issued
    itemCodeableConcept itemReference language length link location low managingOrganization manufacturer
    maritalStatus maxDosePerAdministration maxDosePerLifetime maxDosePerPeriod media medication
    medicationCodeableConcept medicationReference method mode multipleBirthBoolean multipleBirthInteger name
    network note numberOfRepeatsAllowed offset onsetAge onsetDateTime onsetPeriod onsetRange onsetString order
    partOf participant patientInstruction payor performer performed performedDateTime performedPeriod period
    periodMax periodUnit photo policyHolder presentedForm priority priorPrescription quantity rateQuantity
    rateRange rateRatio reason reasonCode reasonReference receiver recordedDate recorder referenceRange
    relatesTo relationship repeat reported reportedBoolean reportedReference request requester result
    resultsInterpreter route securityLabel section sequence serviceProvider serviceType severity site specimen
    stage status statusHistory statusReason statusReasonCodeableConcept statusReasonReference strength subject
    subpotentReason subrogation subscriber subscriberId substitution supportingInformation target telecom text
    timeOfDay timing title topic type unit url validityPeriod value valueBoolean valueCodeableConcept
    valueDateTime valueInteger valuePeriod valueQuantity valueRange valueRatio valueSampledData valueString
    valueTime verificationStatus version when whenHandedOver whenPrepared wasSubstituted account appointment
    communication concept active property filter supplement hierarchyMeaning caseSensitive compositional
    versionNeeded publisher purpose copyright valueSet experimental jurisdiction useContext contentType hash
    size creation
""")
"""Names of elements of the resources read here and of their parts."""

_NEVER_TOLD = words("""
    resourceType id meta text language extension identifier contained encounter display
""")


def ignored(key: str) -> bool:
    """Whether a field says nothing that a study could use: names, ids, rendered text, extensions of primitives."""
    return key in _NEVER_TOLD or key.startswith("_")
