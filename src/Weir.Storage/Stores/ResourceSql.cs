namespace Weir.Storage.Stores;

/// <summary>The statements of <see cref="ResourceStore"/>.</summary>
internal static class ResourceSql
{
    public const string Select =
        """
        select kind as Kind, id as Id, name as Name, version as Version, created_at as CreatedAt, updated_at as UpdatedAt,
            document as Document, state as State, reference_ids as ReferenceIds
        from resources
        """;

    public const string ById = Select + " where kind = @kind and id = @id";

    public const string ByName = Select + " where kind = @kind and name_key = @nameKey";

    public const string All = Select + " where kind = @kind order by name_key, id";

    public const string Everything = Select + " order by kind, name_key, id";

    public const string PresentVersions = "select id as Id, version as Version from resources";

    // The state belongs to the present version only.
    public const string Version =
        """
        select v.kind as Kind, v.id as Id, v.name as Name, v.version as Version, v.created_at as CreatedAt,
            v.saved_at as UpdatedAt, v.document as Document, r.state as State, v.reference_ids as ReferenceIds
        from resource_versions v left join resources r on r.id = v.id and r.version = v.version
        where v.kind = @kind and v.id = @id and v.version = @version
        """;

    public const string Versions =
        """
        select version as Version, saved_at as SavedAt, saved_by as SavedBy, saved_by_name as SavedByName,
            secret_fields as SecretFields, document as Document
        from resource_versions where kind = @kind and id = @id and version < @below order by version desc limit @limit
        """;

    public const string ActiveRun = "select id from runs where flow = @id and is_active = 1 limit 1";

    public const string Insert =
        """
        insert into resources
            (id, kind, name, name_key, version, created_at, updated_at, document, state, reference_ids)
        values (@Id, @Kind, @Name, @NameKey, @Version, @CreatedAt, @UpdatedAt, @Document, @State, @ReferenceIds)
        """;

    public const string Replace =
        """
        update resources
        set name = @Name, name_key = @NameKey, version = @Version, updated_at = @UpdatedAt, document = @Document,
            state = @State, reference_ids = @ReferenceIds
        where id = @Id and kind = @Kind and version = @expectedVersion
        """;

    public const string InsertVersion =
        """
        insert into resource_versions
            (id, version, kind, name, created_at, saved_at, saved_by, saved_by_name, secret_fields, document, reference_ids)
        select id, version, kind, name, created_at, updated_at, @by, @byName, @secretFields, document, reference_ids
        from resources where id = @id
        """;

    public const string DeleteReferences = "delete from resource_references where source = @id";

    public const string InsertReference = "insert into resource_references (source, target) values (@id, @target)";

    public const string MissingTarget =
        """
        select target from resource_references
        where source = @id and not exists (select 1 from resources r where r.id = resource_references.target)
        order by target limit 1
        """;

    public const string Uses =
        """
        select r.kind as Kind, r.id as Id, r.name as Name
        from resource_references f join resources r on r.id = f.source
        where f.target = @id and f.source <> @id order by r.kind, r.name_key
        """;

    public const string WriteSecret =
        """
        insert into connection_secrets (connection, field, cipher) values (@id, @field, @cipher)
        on conflict (connection, field) do update set cipher = excluded.cipher
        """;

    public const string ClearSecret = "delete from connection_secrets where connection = @id and field = @field";

    public const string Secrets =
        "select field as Field, cipher as Cipher from connection_secrets where connection = @id order by field";

    public const string PresentVersion = "select version from resources where kind = @kind and id = @id";

    // The data key goes too: what a backup or a free page of the file still holds of the secrets stays unreadable.
    public static IReadOnlyList<string> DeleteAll { get; } =
    [
        "delete from resources where id = @id",
        "delete from resource_versions where id = @id",
        DeleteReferences,
        "delete from connection_secrets where connection = @id",
        "delete from data_keys where owner = @id",
    ];

    public const string SetState = "update resources set state = @state where kind = @kind and id = @id and version = @version";
}
