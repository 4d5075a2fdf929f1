namespace Weir.IntegrationTests.Api;

public sealed class UserTests : AccountTest
{
    [Fact]
    public async Task A_user_is_made_read_listed_changed_and_deleted()
    {
        var admin = await TokenOfAsync("administrator");
        var made = (await admin.PostAsync(
            "users", $$"""{"email":"Mia@weir.example","name":"Mia","role":"manager","password":"{{Password}}"}""")).MustBe(201);
        var id = made.Json.GetProperty("id").GetString()!;

        Assert.StartsWith("user_", id);
        Assert.Equal($"/v1/users/{id}", made.Headers.Location!.ToString());
        Assert.Equal("\"1\"", made.ETag);
        Assert.Equal(
            ["id", "email", "name", "role", "status", "version", "createdAt", "updatedAt"],
            made.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(made.Text, (await admin.GetAsync($"users/{id}")).MustBe(200).Text);
        Assert.Equal(id, (await admin.GetAsync("users?q=mia@WEIR")).MustBe(200).Json.GetProperty("data")[0].GetProperty("id").GetString());

        (await admin.PatchAsync($"users/{id}", """{"name":"X"}""", ("If-Match", "\"7\""))).MustRefuse(412, "precondition_failed");
        var changed = (await admin.PatchAsync($"users/{id}", """{"name":"Mia M.","status":"disabled"}""", ("If-Match", "\"1\""))).MustBe(200);
        Assert.Equal(("\"2\"", "disabled"), (changed.ETag, changed.Json.GetProperty("status").GetString()));
        (await admin.PatchAsync($"users/{id}", changed.Text)).MustBe(200);
        (await admin.PatchAsync($"users/{id}", """{"createdAt":"2020-01-01T00:00:00Z"}""")).MustRefuse(422, "read_only", "createdAt");
        (await admin.DeleteAsync($"users/{id}")).MustBe(204);
        (await admin.GetAsync($"users/{id}")).MustRefuse(404, "not_found");
        (await admin.DeleteAsync($"users/{id}")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task An_address_is_one_users_without_regard_to_case()
    {
        await UserAsync();
        var second = (await UserAsync(email: "second@weir.example")).GetProperty("id").GetString();

        (await Owner().PostAsync("users", """{"email":"MIA@Weir.example"}""")).MustRefuse(409, "conflict", "email");
        (await Owner().PatchAsync($"users/{second}", """{"email":"MIA@Weir.example"}""")).MustRefuse(409, "conflict", "email");
    }

    [Fact]
    public async Task An_administrator_neither_makes_nor_touches_an_owner()
    {
        var owner = (await UserAsync("owner")).GetProperty("id").GetString();
        var admin = await TokenOfAsync("administrator");

        (await admin.PostAsync("users", """{"email":"new@weir.example","role":"owner"}""")).MustRefuse(403, "forbidden", "role");
        (await admin.PatchAsync($"users/{owner}", """{"password":"a password of my own"}""")).MustRefuse(403, "forbidden");
        (await admin.DeleteAsync($"users/{owner}")).MustRefuse(403, "forbidden");
        (await admin.PostAsync("tokens", """{"name":"Mine","role":"owner"}""")).MustRefuse(403, "forbidden", "role");
    }

    [Fact]
    public async Task Of_two_owners_who_step_down_at_once_one_stays()
    {
        for (var round = 0; round < 10; round++)
        {
            var ids = new List<string>();
            foreach (var name in (string[])["a", "b"])
            {
                ids.Add((await UserAsync("owner", $"{name}{round}@weir.example")).GetProperty("id").GetString()!);
            }

            if (round > 0)
            {
                await OthersAsync(ids);
            }

            var replies = await Task.WhenAll(
                Owner().PatchAsync($"users/{ids[0]}", """{"role":"monitor"}"""), Owner().DeleteAsync($"users/{ids[1]}"));

            Assert.Single(replies, r => r.Status is 200 or 204);
            Assert.Single(replies, r => r.Status == 409);
        }
    }

    [Fact]
    public async Task A_disabled_or_deleted_user_is_out_at_once()
    {
        var id = (await UserAsync()).GetProperty("id").GetString();
        var browser = await SignedInAsync();
        (await Owner().PatchAsync($"users/{id}", """{"status":"disabled"}""")).MustBe(200);
        (await browser.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await Browser().SignInAsync("mia@weir.example", Password)).MustRefuse(401, "unauthorized");

        (await Owner().PatchAsync($"users/{id}", """{"status":"active"}""")).MustBe(200);
        (await browser.GetAsync("me")).MustRefuse(401, "unauthorized");
        var again = await SignedInAsync();
        (await Owner().DeleteAsync($"users/{id}")).MustBe(204);
        (await again.GetAsync("me")).MustRefuse(401, "unauthorized");
    }

    [Fact]
    public async Task Eight_writers_with_the_same_version_and_one_wins()
    {
        var id = (await UserAsync()).GetProperty("id").GetString();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Owner().PatchAsync($"users/{id}", $$"""{"name":"Writer {{i}}"}""", ("If-Match", "\"1\"")))));

        Assert.Single(replies, r => r.Status == 200);
        Assert.Equal(7, replies.Count(r => r.Status == 412));
    }

    [Fact]
    public async Task Ones_own_password_needs_the_current_one()
    {
        var id = (await UserAsync("administrator")).GetProperty("id").GetString();
        var browser = await SignedInAsync();

        foreach (var patch in (string[])["""{"password":"another fine pass phrase"}""", """{"password":null}"""])
        {
            (await browser.PatchAsync($"users/{id}", patch)).MustRefuse(403, "forbidden", "password");
        }

        (await browser.PatchAsync($"users/{id}", """{"name":"Mia M."}""")).MustBe(200);
        (await Owner().PatchAsync($"users/{id}", """{"password":"another fine pass phrase"}""")).MustBe(200);
    }

    [Fact]
    public async Task A_password_comes_back_in_no_answer_and_lies_nowhere_in_plain()
    {
        const string Odd = "Kanarienvogel-7f3a-on-a-swing";
        var bodies = new List<string>
        {
            (await Owner().PostAsync("users", $$"""{"email":"c@weir.example","password":"{{Odd}}"}""", ("Idempotency-Key", "c1"))).MustBe(201).Text,
            (await Owner().PostAsync("users", $$"""{"email":"c@weir.example","password":"{{Odd}}"}""", ("Idempotency-Key", "c1"))).MustBe(201).Text,
            (await Owner().PostAsync("users", $$"""{"email":"c@weir.example","password":"{{Odd}}"}""")).MustBe(409).Text,
            (await Browser().SignInAsync("c@weir.example", Odd)).MustBe(204).Text,
            (await Owner().PostAsync("users", $$"""{"email":"no","password":"{{Odd}}"}""")).MustBe(422).Text,
        };

        Assert.All(bodies, body => Assert.DoesNotContain("Kanarienvogel", body, StringComparison.OrdinalIgnoreCase));
        MustNotLieIn(Api.DataFolder, Odd);
    }

    internal static void MustNotLieIn(string folder, string secret)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        foreach (var file in files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.False(reader.ReadToEnd().Contains(secret, StringComparison.Ordinal), $"{file} holds it.");
        }
    }

    /// <summary>Leaves only these owners.</summary>
    private async Task OthersAsync(IReadOnlyList<string> kept)
    {
        foreach (var user in (await Owner().GetAsync("users?limit=200")).Json.GetProperty("data").EnumerateArray())
        {
            if (!kept.Contains(user.GetProperty("id").GetString()!))
            {
                (await Owner().DeleteAsync($"users/{user.GetProperty("id").GetString()}")).MustBe(204);
            }
        }
    }
}
