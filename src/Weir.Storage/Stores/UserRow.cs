using Weir.Engine.Accounts;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Storage.Stores;

/// <summary>A user as a row.</summary>
internal sealed record UserRow(
    string Id,
    string Email,
    string Name,
    string Role,
    long IsActive,
    string? PasswordHash,
    long Version,
    long CreatedAt,
    long UpdatedAt)
{
    public const string Select =
        """
        select id as Id, email as Email, name as Name, role as Role, is_active as IsActive, password_hash as PasswordHash,
            version as Version, created_at as CreatedAt, updated_at as UpdatedAt
        from users
        """;

    public const string ById = Select + " where id = @id";

    public ListedRow Place => new(Id, ResourceRow.NameKeyOf(Name), CreatedAt, UpdatedAt);

    public StoredUser ToUser() => new(
        new User
        {
            Id = new UserId(Id),
            Email = Email,
            Name = Name,
            Role = Enum.Parse<Role>(Role, ignoreCase: true),
            Status = IsActive == 1 ? UserStatus.Active : UserStatus.Disabled,
            Version = (int)Version,
            CreatedAt = Micros.ToTime(CreatedAt),
            UpdatedAt = Micros.ToTime(UpdatedAt),
        },
        PasswordHash);
}
